"""When it runs: the steps that lead from articles to a release, plainly, and as Prefect flows with schedules."""
