"""What has to hold for long, and again and again."""
