using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.FlowControl;

/// <summary>What a PriorityLevelConfiguration says. Source: API Priority and Fairness.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Uid">Its uid, told in a header of each response.</param>
public sealed record LevelSettings(string Name, string Uid)
{
    /// <summary>Its requests never wait.</summary>
    public bool IsExempt { get; private init; }
    /// <summary>Its part of the server's seats, relative to those of the other levels; default 30.</summary>
    public long Shares { get; private init; }
    /// <summary>How much of them it may lend to others, percent; default 0.</summary>
    public long LendablePercent { get; private init; }
    /// <summary>How much it may borrow, percent of its own; null: what there is.</summary>
    public long? BorrowingPercentMax { get; private init; }
    /// <summary>Queues; 0: who finds no seat is refused.</summary>
    public int Queues { get; private init; }
    /// <summary>Queues of which each flow takes the shortest; default 8.</summary>
    public int HandSize { get; private init; } = 1;
    /// <summary>Requests that may wait in one queue; default 50.</summary>
    public int QueueLengthMax { get; private init; }

    /// <summary>Reads one.</summary>
    public static LevelSettings Read(ObjectNode value)
    {
        var spec = value.Object("spec");
        var isExempt = spec.Text("type") == "Exempt";
        var limits = spec.Object(isExempt ? "exempt" : "limited");
        var queuing = limits.Object("limitResponse").Object("queuing");
        var queues = limits.Object("limitResponse").Text("type") == "Queue";
        return new(value.Object("metadata").Text("name"), value.Object("metadata").Text("uid"))
        {
            IsExempt = isExempt,
            Shares = limits.Number("nominalConcurrencyShares") ?? (isExempt ? 0 : 30),
            LendablePercent = limits.Number("lendablePercent") ?? 0,
            BorrowingPercentMax = limits.Number("borrowingLimitPercent"),
            Queues = queues ? (int)(queuing.Number("queues") ?? 64) : 0,
            HandSize = (int)(queuing.Number("handSize") ?? 8),
            QueueLengthMax = (int)(queuing.Number("queueLengthLimit") ?? 50),
        };
    }
}
