"""Public services (政务服务事项, CPSV-AP Public Service), service guides, life events, search."""
