"""The demo: a small province, served over real HTTP and SMTP, watched from its registry to its quarterly report."""
