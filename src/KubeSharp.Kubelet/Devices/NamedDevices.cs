using System.Collections.Immutable;
using System.Text.Json;
using KubeSharp.Kubelet.Containers;
using KubeSharp.Kubelet.Runtime;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Serialization;

namespace KubeSharp.Kubelet.Devices;

/// <summary>
/// Devices that vendors describe in files of the machine (CDI): read here for runtimes that do not know them, containerd before 1.7 and Docker.
/// Source: Container Device Interface specification.
/// </summary>
/// <param name="folders">Folders of the descriptions; what a later one says counts.</param>
internal sealed class NamedDevices(params ImmutableArray<string> folders)
{
    /// <summary>What a container needs to use the devices.</summary>
    /// <exception cref="ContainerConfigException">No file describes one of them, or it needs what only a runtime can do.</exception>
    public DeviceGrant Resolve(IEnumerable<string> names)
    {
        var files = Read();
        var grant = DeviceGrant.None;
        foreach (var name in names)
        {
            if (name.Split('=', 2) is not [var kind, var device]) { throw new ContainerConfigException($"unresolvable CDI device {name}: it has no form vendor.com/class=name"); }
            var found = files.Where(f => f.TextAt("kind") == kind).SelectMany(f => Items(f, "devices").Where(d => d.TextAt("name") == device).Select(d => (File: f, Device: d))).LastOrDefault();
            if (found.Device is null) { throw new ContainerConfigException($"unresolvable CDI devices {name}"); }
            grant = grant.With(Edits(name, found.File.At("containerEdits"))).With(Edits(name, found.Device.At("containerEdits")));
        }
        return grant;
    }

    private static DeviceGrant Edits(string device, Node? edits)
    {
        if (Items(edits, "hooks").Any()) { throw new ContainerConfigException($"CDI device {device} has hooks, which need a runtime that knows CDI"); }
        return new DeviceGrant
        {
            Environment = [.. Items(edits, "env").OfType<StringNode>().Select(static e => e.Value.Split('=', 2)).Select(static p => KeyValuePair.Create(p[0], p.Length > 1 ? p[1] : ""))],
            Devices = [.. Items(edits, "deviceNodes").Select(static d => new DeviceMapping(d.TextAt("hostPath") ?? d.TextAt("path") ?? "", d.TextAt("path") ?? "", d.TextAt("permissions") ?? "rwm"))],
            Mounts = [.. Items(edits, "mounts").Select(static m => new ContainerMount(m.TextAt("hostPath") ?? "", m.TextAt("containerPath") ?? "", Items(m, "options").OfType<StringNode>().Any(static o => o.Value == "ro")))],
        };
    }

    private List<Node> Read()
    {
        var found = new List<Node>();
        foreach (var file in folders.Where(Directory.Exists).SelectMany(static f => Directory.EnumerateFiles(f).Order(StringComparer.Ordinal)))
        {
            try
            {
                if (file.EndsWith(".json", StringComparison.Ordinal)) { found.Add(Node.Parse(File.ReadAllBytes(file))); }
                else if (file.EndsWith(".yaml", StringComparison.Ordinal)) { found.Add(Yaml.Read(File.ReadAllText(file))); }
            }
            // A file of another vendor that cannot be read is no reason to refuse this one.
            catch (Exception e) when (e is JsonException or FormatException or IOException) { continue; }
        }
        return found;
    }

    private static IEnumerable<Node> Items(Node? of, string name) => of?.At(name) as ArrayNode ?? ArrayNode.Empty;
}
