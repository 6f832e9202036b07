"""What is kept: projects, interviews, codes and decisions."""
