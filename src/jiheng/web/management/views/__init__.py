"""The pages of 管理, one module for each."""
