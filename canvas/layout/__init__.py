"""Where cards stand: ranks, heights and columns, left to right. Qt-free, so that a worker process can do it."""
