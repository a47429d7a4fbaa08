"""Load and life: many calls, and processes, threads and tasks that end in the middle of them."""
