"""What every module stands on, with no business word in it: identity of rows and callers, events, HTTP manners, files, search."""
