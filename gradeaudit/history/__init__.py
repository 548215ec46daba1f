"""What an audit is compared with over time: a baseline of known findings, and a history of runs."""
