"""What the clients share: Terraform's long waits run beside the others; the time of each is printed."""

import pytest

from clients.terraform_run import TerraformRun


def pytest_collection_modifyitems(items):
    """Terraform's test asks for its outcome when everything else is done."""
    items.sort(key=lambda item: item.path.name == "test_terraform.py")


@pytest.fixture(scope="session", autouse=True)
def terraform_run(request):
    """Started with the first client, if Terraform's test is wanted: it waits two minutes for its own polls."""
    run = TerraformRun()
    if any(item.path.name == "test_terraform.py" for item in request.session.items):
        run.start()
    yield run
    run.close()


def pytest_terminal_summary(terminalreporter):
    seconds = {}
    for reports in terminalreporter.stats.values():
        for report in reports:
            if "clients/test_" in getattr(report, "nodeid", "") and hasattr(report, "when"):
                client = report.nodeid.split("test_", 1)[1].split(".py")[0]
                times = seconds.setdefault(client, {"setup": 0, "call": 0, "teardown": 0})
                times[report.when] += report.duration
                if report.when == "teardown":
                    times["call"] = dict(report.user_properties).get("seconds", times["call"])
    if not seconds:
        return
    terminalreporter.section("clients: seconds to make ready, and to run")
    for client, times in sorted(seconds.items()):
        terminalreporter.write_line(f"{client:<12} {times['setup']:6.1f} {times['call'] + times['teardown']:6.1f}")
