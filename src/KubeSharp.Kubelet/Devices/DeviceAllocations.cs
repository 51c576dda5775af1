using System.Collections.Immutable;
using System.Text.Json;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.Kubelet.Devices;

/// <summary>Which container has which devices, kept in a file, so that it outlives the agent.</summary>
public sealed class DeviceAllocations
{
    private readonly string _file;
    private readonly Lock _gate = new(); // guards _all
    private ImmutableDictionary<Key, Allocation> _all = ImmutableDictionary<Key, Allocation>.Empty;

    /// <summary>Those that the file holds; none where it cannot be read.</summary>
    public DeviceAllocations(string file)
    {
        _file = file;
        Read();
    }

    /// <param name="Pod">The pod's uid.</param>
    /// <param name="Container">The container's name.</param>
    /// <param name="Resource">The resource.</param>
    public readonly record struct Key(string Pod, string Container, string Resource);

    /// <param name="Ids">The devices.</param>
    /// <param name="Answer">What the plug-in said of them, as it came.</param>
    public sealed record Allocation(ImmutableArray<string> Ids, byte[] Answer);

    /// <summary>All of them.</summary>
    public ImmutableDictionary<Key, Allocation> All { get { lock (_gate) { return _all; } } }

    /// <summary>Gives devices to a container.</summary>
    public void Set(Key key, Allocation allocation) => Change(all => all.SetItem(key, allocation));

    /// <summary>A pod is gone.</summary>
    public void Release(string pod) => Change(all => all.RemoveRange(all.Keys.Where(k => k.Pod == pod)));

    private void Change(Func<ImmutableDictionary<Key, Allocation>, ImmutableDictionary<Key, Allocation>> change)
    {
        lock (_gate)
        {
            var changed = change(_all);
            if (changed == _all) { return; }
            _all = changed;
            KeptFile.Write(_file, ObjectNode.Of(("entries", new ArrayNode([.. changed.Select(static e => (Node)ObjectNode.Of(("podUID", e.Key.Pod), ("containerName", e.Key.Container), ("resourceName", e.Key.Resource),
                ("deviceIDs", new ArrayNode([.. e.Value.Ids.Select(static i => (Node)i)])), ("answer", Convert.ToBase64String(e.Value.Answer))))]))));
        }
    }

    private void Read()
    {
        if (!File.Exists(_file)) { return; }
        try
        {
            foreach (var entry in Node.Parse(File.ReadAllBytes(_file)).At("entries") as ArrayNode ?? ArrayNode.Empty)
            {
                string Text(string name) => entry.TextAt(name) ?? "";
                var ids = (entry.At("deviceIDs") as ArrayNode ?? ArrayNode.Empty).OfType<StringNode>().Select(static i => i.Value).ToImmutableArray();
                _all = _all.SetItem(new Key(Text("podUID"), Text("containerName"), Text("resourceName")), new Allocation(ids, Convert.FromBase64String(Text("answer"))));
            }
        }
        catch (Exception e) when (e is IOException or JsonException or FormatException) { _all = ImmutableDictionary<Key, Allocation>.Empty; }
    }
}
