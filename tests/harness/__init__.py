"""What the tests share: servers, clients, clock and expectations. It asserts nothing about SQS by itself."""
