"""How a run is told to people and to the report: failures, progress, totals, and coverage."""
