"""Children, unborn babies, relatives and all that is known of who they are."""
