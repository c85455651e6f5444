"""What readers get: badges and figures of the last run, its programs as files, and the pages for machines."""
