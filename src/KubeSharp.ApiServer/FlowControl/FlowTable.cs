using System.Collections.Immutable;
using KubeSharp.ApiServer.Registry;

namespace KubeSharp.ApiServer.FlowControl;

/// <summary>The flow schemas in their order and the priority levels they lead to; follows the store. Readers never lock.</summary>
public sealed class FlowTable : IDisposable
{
    private const string Group = ".flowcontrol.apiserver.k8s.io";
    private const double DemandSmoothing = 0.977;
    private static readonly TimeSpan _adjustEvery = TimeSpan.FromSeconds(10);
    private readonly Lock _changing = new();
    private readonly TimeProvider _time;
    private readonly int _seats;
    private readonly ITimer _adjusting;
    private readonly Dictionary<string, double> _demand = new(StringComparer.Ordinal);
    private ImmutableDictionary<string, FlowSchema> _schemas = ImmutableDictionary<string, FlowSchema>.Empty;
    private volatile ImmutableDictionary<string, PriorityLevel> _levels = ImmutableDictionary.Create<string, PriorityLevel>(StringComparer.Ordinal);
    private volatile FlowSchema[] _ordered = [];

    /// <summary>Follows the objects; <paramref name="seats"/> is what the server has in all.</summary>
    public FlowTable(IObjects objects, int seats, TimeProvider time)
    {
        (_time, _seats) = (time, seats);
        objects.Subscribe("prioritylevelconfigurations" + Group, TakeLevel);
        objects.Subscribe("flowschemas" + Group, TakeSchema);
        _adjusting = time.CreateTimer(_ => Adjust(), null, _adjustEvery, _adjustEvery);
    }

    /// <summary>What its levels count.</summary>
    public FlowMetrics Metrics { get; } = new();

    /// <summary>The schemas, the one that counts first first.</summary>
    public IReadOnlyList<FlowSchema> Schemas => _ordered;

    /// <summary>The levels.</summary>
    public IEnumerable<PriorityLevel> Levels => _levels.Values.OrderBy(static l => l.Settings.Name, StringComparer.Ordinal);

    /// <summary>The levels' seats: by their shares, the fewest and the most that they may have for a time.</summary>
    public IReadOnlyList<(LevelSettings Level, double Nominal, double Min, double Max)> Bounds()
    {
        LevelSettings[] settings = [.. Levels.Select(static l => l.Settings)];
        var nominal = ConcurrencyShares.Nominal(settings, _seats);
        return [.. ConcurrencyShares.Bounds(settings, nominal).Select((b, i) => (settings[i], (double)nominal[i], b.Min, b.Max))];
    }

    /// <summary>The level of the name; null where there is none.</summary>
    public PriorityLevel? Level(string name) => _levels.GetValueOrDefault(name);

    /// <inheritdoc/>
    public void Dispose() => _adjusting.Dispose();

    private void TakeSchema(ObjectChange change)
    {
        lock (_changing)
        {
            var name = (change.New ?? change.Old).Object("metadata").Text("name");
            _schemas = change.New is { } value ? _schemas.SetItem(name, FlowSchema.Read(value)) : _schemas.Remove(name);
            _ordered = [.. _schemas.Values.OrderBy(static s => s.Precedence).ThenBy(static s => s.Name, StringComparer.Ordinal)];
        }
    }

    private void TakeLevel(ObjectChange change)
    {
        lock (_changing)
        {
            var name = (change.New ?? change.Old).Object("metadata").Text("name");
            if (change.New is not { } value) { _levels = _levels.Remove(name); }
            else if (_levels.TryGetValue(name, out var level)) { level.Configure(LevelSettings.Read(value)); }
            else { _levels = _levels.Add(name, new PriorityLevel(LevelSettings.Read(value), Metrics, _time)); }
            Share(static (settings, nominal, _) => nominal);
        }
    }

    // Seats that one level does not need go to those that do; what it needed falls off slowly, so that a short lull costs nothing.
    private void Adjust()
    {
        lock (_changing)
        {
            foreach (var (name, level) in _levels)
            {
                var now = level.TakeDemand();
                var before = _demand.GetValueOrDefault(name);
                _demand[name] = now >= before ? now : DemandSmoothing * before + (1 - DemandSmoothing) * now;
            }
            Share(ConcurrencyShares.Current);
        }
    }

    private void Share(Func<IReadOnlyList<LevelSettings>, ImmutableArray<int>, IReadOnlyList<double>, ImmutableArray<int>> share)
    {
        var levels = Levels.ToArray();
        LevelSettings[] settings = [.. levels.Select(static l => l.Settings)];
        var seats = share(settings, ConcurrencyShares.Nominal(settings, _seats), [.. settings.Select(s => _demand.GetValueOrDefault(s.Name))]);
        for (var i = 0; i < levels.Length; i++) { levels[i].Resize(Math.Max(1, seats[i])); }
    }
}
