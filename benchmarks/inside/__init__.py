"""What runs inside the measured processes. Each prints one line of JSON: its stages in seconds, and its sizes."""
