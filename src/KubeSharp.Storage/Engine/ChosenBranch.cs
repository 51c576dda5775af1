namespace KubeSharp.Storage.Engine;

/// <summary>The branch of a transaction that its comparisons chose, those of transactions within it too; all of them before anything is written.</summary>
internal sealed class ChosenBranch
{
    private ChosenBranch(bool succeeded, IReadOnlyList<(StoreOperation Step, ChosenBranch? Inner)> steps) => (Succeeded, Steps) = (succeeded, steps);

    /// <summary>Whether the comparisons held.</summary>
    public bool Succeeded { get; }

    /// <summary>What is done, in order; with the inner branch where a step is a transaction.</summary>
    public IReadOnlyList<(StoreOperation Step, ChosenBranch? Inner)> Steps { get; }

    /// <summary>Chooses.</summary>
    public static ChosenBranch Of(Transaction transaction, Func<Comparison, bool> holds)
    {
        var succeeded = transaction.Compare.All(holds);
        var steps = succeeded ? transaction.Then : transaction.Else ?? [];
        var chosen = new (StoreOperation, ChosenBranch?)[steps.Count];
        for (var i = 0; i < chosen.Length; i++) { chosen[i] = (steps[i], steps[i] is NestedOperation nested ? Of(nested.Transaction, holds) : null); }
        return new(succeeded, chosen);
    }

    /// <summary>All steps that are no transactions.</summary>
    public IEnumerable<StoreOperation> Leaves()
    {
        foreach (var (step, inner) in Steps)
        {
            if (inner is null) { yield return step; continue; }
            foreach (var leaf in inner.Leaves()) { yield return leaf; }
        }
    }
}
