// Clusters of different homes know nothing of each other and want the same ports: one after the other.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
