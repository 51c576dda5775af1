using System.Collections.Immutable;

namespace KubeSharp.Controllers.Runtime;

/// <summary>What a controller wants done.</summary>
/// <param name="Actions">In this order; the first that fails ends it.</param>
public sealed record Plan(ImmutableArray<PlanAction> Actions)
{
    /// <summary>Look again after this time, whatever happens.</summary>
    public TimeSpan? After { get; init; }

    /// <summary>What to write where the server refuses one of the actions; null: nothing.</summary>
    public Func<Machinery.Statuses.StatusException, PlanAction?>? IfRefused { get; init; }

    /// <summary>Nothing.</summary>
    public static Plan Nothing { get; } = new([]);

    /// <summary>These actions.</summary>
    public static Plan Of(params ReadOnlySpan<PlanAction?> actions)
    {
        var some = ImmutableArray.CreateBuilder<PlanAction>();
        foreach (var action in actions)
        {
            if (action is not null) { some.Add(action); }
        }
        return some.Count == 0 ? Nothing : new(some.ToImmutable());
    }
}
