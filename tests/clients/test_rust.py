"""The AWS SDK for Rust: batches of which the server refuses a part, and errors as the SDK's own types."""

import pytest

from clients.program import built, needs, told


@pytest.fixture(scope="module")
def folder():
    needs("cargo")
    return built("rust", ["cargo", "build", "--quiet", "--locked", "--target-dir", "target"])


def test_what_is_refused_of_a_batch_stays_with_its_entry(server, folder):
    said = told(server, ["target/debug/batches"], folder)
    assert said["sent"] == {
        "successful": [str(i) for i in range(10) if i not in (4, 7)],
        "failed": [["4", "InvalidParameterValue", True], ["7", "InvalidMessageContents", True]],
    }
    assert (said["received"], said["attributes"]) == (8, 8)
    assert said["changed"] == {"successful": ["0", "1", "2"], "failed": [["3", "ReceiptHandleIsInvalid", True]]}
    assert said["received_again"] == 3
    assert said["deleted"] == {"successful": [str(i) for i in range(8)], "failed": [["8", "ReceiptHandleIsInvalid", True]]}
    assert all(said["errors"].values()), said["errors"]
