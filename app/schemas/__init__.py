"""What comes in and what goes out, by feature. Nothing goes out that is not written down here."""
