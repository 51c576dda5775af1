using System.Collections.Immutable;

namespace KubeSharp.ApiServer.FlowControl;

/// <summary>How the server's seats are parted among the priority levels. Pure. Source: API Priority and Fairness, seat borrowing.</summary>
public static class ConcurrencyShares
{
    private const int BisectionSteps = 40;

    /// <summary>Each level's nominal seats: its part by shares, rounded up.</summary>
    public static ImmutableArray<int> Nominal(IReadOnlyList<LevelSettings> levels, int seats)
    {
        var sum = levels.Sum(static l => l.Shares);
        return [.. levels.Select(l => sum == 0 ? 0 : (int)((seats * l.Shares + sum - 1) / sum))];
    }

    /// <summary>The fewest seats each level may have, what it does not lend, and the most, with what it may borrow.</summary>
    public static (double Min, double Max)[] Bounds(IReadOnlyList<LevelSettings> levels, ImmutableArray<int> nominal)
    {
        double sum = nominal.Sum();
        return [.. levels.Select((l, i) => (nominal[i] - Math.Round(nominal[i] * l.LendablePercent / 100.0), l.BorrowingPercentMax is { } most ? nominal[i] + Math.Round(nominal[i] * most / 100.0) : sum))];
    }

    /// <summary>
    /// Each level's seats for now: at least what it does not lend, at most what it may borrow, in between in proportion to what it needed of late
    /// (<paramref name="demand"/>), so that together they are the server's.
    /// </summary>
    public static ImmutableArray<int> Current(IReadOnlyList<LevelSettings> levels, ImmutableArray<int> nominal, IReadOnlyList<double> demand)
    {
        double sum = nominal.Sum();
        var bounds = Bounds(levels, nominal);
        double At(int i, double share) => Math.Clamp(share * Math.Max(Math.Max(demand[i], bounds[i].Min), 0.5), bounds[i].Min, bounds[i].Max);
        var (low, high) = (0.0, sum * 2 + 1);
        for (var step = 0; step < BisectionSteps; step++)
        {
            var middle = (low + high) / 2;
            if (Enumerable.Range(0, levels.Count).Where(i => !levels[i].IsExempt).Sum(i => At(i, middle)) < sum) { low = middle; } else { high = middle; }
        }
        return [.. levels.Select((l, i) => l.IsExempt ? nominal[i] : Math.Max(1, (int)Math.Round(At(i, low))))];
    }
}
