"""What third-party code stands for in the cloud: tables and one loader. README.md describes the rows."""
