"""The notifier tells those who must act."""
