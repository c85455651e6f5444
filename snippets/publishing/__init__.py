"""What readers get of the last run: badges and figures on the site, and the programs as files."""
