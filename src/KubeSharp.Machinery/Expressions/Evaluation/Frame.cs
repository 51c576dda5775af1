using KubeSharp.Machinery.Expressions.Values;

namespace KubeSharp.Machinery.Expressions.Evaluation;

/// <summary>One evaluation: its variables, the variables its macros declare, and what it has cost.</summary>
internal sealed class Frame(CelVariables variables, int locals, long costMax, CancellationToken cancellation)
{
    private const int RoundsPerCheck = 128;
    private int _rounds;

    public CelVariables Variables { get; } = variables;
    public CelValue[] Locals { get; } = locals == 0 ? [] : new CelValue[locals];
    public long Cost { get; private set; }
    /// <summary>It has cost more than it may: whatever is returned does not count, come back fast.</summary>
    public bool IsOver { get; private set; }

    public void Charge(long cost)
    {
        Cost += cost;
        if (Cost > costMax) { IsOver = true; }
    }

    /// <summary>A round of a loop begins; false: it may not.</summary>
    public bool Round(int cost)
    {
        Charge(cost);
        if (++_rounds % RoundsPerCheck == 0) { cancellation.ThrowIfCancellationRequested(); }
        return !IsOver;
    }
}
