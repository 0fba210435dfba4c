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
    ready, run = {}, {}
    for report in (report for reports in terminalreporter.stats.values() for report in reports):
        if "clients/test_" in getattr(report, "nodeid", "") and hasattr(report, "when"):
            client = report.nodeid.split("test_", 1)[1].split(".py")[0]
            own = dict(report.user_properties).get("seconds")
            times = ready if report.when == "setup" else run
            times[client] = times.get(client, 0) + report.duration if own is None else own
    if not run:
        return
    terminalreporter.section("clients: seconds to make ready, and to run")
    for client in sorted(run):
        terminalreporter.write_line(f"{client:<12} {ready.get(client, 0):6.1f} {run[client]:6.1f}")
