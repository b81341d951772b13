"""What templates of questions need beside components."""
