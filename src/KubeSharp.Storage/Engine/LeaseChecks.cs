namespace KubeSharp.Storage.Engine;

/// <summary>Refuses writes under leases that are not there.</summary>
internal static class LeaseChecks
{
    /// <summary>Throws where a put names an unknown lease.</summary>
    public static void Check(Transaction transaction, LeaseTable leases)
    {
        foreach (var step in transaction.Then.Concat(transaction.Else ?? []))
        {
            if (step is PutOperation { LeaseId: not 0 } put && !leases.Has(put.LeaseId)) { throw new LeaseNotFoundException(put.LeaseId); }
        }
    }
}
