"""What is kept, for programs: JSON, CSV and Parquet under /api/v1, as the OpenAPI document says."""
