namespace KubeSharp.Storage.Kit;

/// <summary>The store as it should be, as plainly as it can be said: the state after each revision, as text.</summary>
public sealed class HistoryModel
{
    private readonly List<SortedDictionary<string, Entry>> _states = [[], new(StringComparer.Ordinal)];
    private readonly List<string> _events = ["", ""];

    /// <summary>What is known of a key.</summary>
    public readonly record struct Entry(string Value, long Created, long Modified, long Version);

    /// <summary>The newest revision.</summary>
    public long Revision => _states.Count - 1;

    /// <summary>The state after a revision.</summary>
    public SortedDictionary<string, Entry> At(long revision) => _states[(int)revision];

    /// <summary>The events of a revision, as <see cref="Words.Show(IEnumerable{StoreEvent})"/> shows them.</summary>
    public string EventsOf(long revision) => _events[(int)revision];

    /// <summary>Writes and deletes keys at one revision; nothing where nothing changes.</summary>
    public void Change(IEnumerable<(string Key, string? Value)> changes)
    {
        var revision = Revision + 1;
        var state = new SortedDictionary<string, Entry>(At(Revision), StringComparer.Ordinal);
        var events = new List<string>();
        foreach (var (key, value) in changes)
        {
            var had = state.TryGetValue(key, out var before);
            if (value is not null)
            {
                state[key] = new(value, had ? before.Created : revision, revision, had ? before.Version + 1 : 1);
                events.Add($"{revision}+{key}={value}");
            }
            else if (had)
            {
                state.Remove(key);
                events.Add($"{revision}-{key}");
            }
        }
        if (events.Count == 0) { return; }
        _states.Add(state);
        _events.Add(string.Join(' ', events));
    }
}
