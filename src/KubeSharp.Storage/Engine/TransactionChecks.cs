namespace KubeSharp.Storage.Engine;

/// <summary>Refuses a branch of a transaction before any of it is run.</summary>
internal static class TransactionChecks
{
    /// <summary>
    /// Checks the branch that will run. Compat: like etcd, a key may be written once only (by one put, or by deletions), a put's lease must
    /// be there, and a read within must be of a revision that is there.
    /// </summary>
    public static void Check(IReadOnlyList<StoreOperation> steps, LeaseTable leases, long newest, long compacted)
    {
        for (var i = 0; i < steps.Count; i++)
        {
            switch (steps[i])
            {
                case PutOperation put:
                    if (put.LeaseId != 0 && !put.KeepsLease && !leases.Has(put.LeaseId)) { throw new LeaseNotFoundException(put.LeaseId); }
                    CheckWrittenOnce(steps, i, put);
                    break;
                case RangeOperation { Request.Revision: var revision }:
                    if (revision > newest) { throw new FutureRevisionException(newest); }
                    if (revision > 0 && revision < compacted) { throw new CompactedException(compacted); }
                    break;
            }
        }
    }

    private static void CheckWrittenOnce(IReadOnlyList<StoreOperation> steps, int place, PutOperation put)
    {
        for (var other = 0; other < steps.Count; other++)
        {
            var isTwice = steps[other] switch
            {
                PutOperation second => other > place && second.Key.Span.SequenceEqual(put.Key.Span),
                DeleteOperation delete => KeyRange.Contains(delete.Start.Span, delete.End.Span, put.Key.Span),
                _ => false,
            };
            if (isTwice) { throw new ArgumentException("duplicate key given in txn request", nameof(steps)); }
        }
    }
}
