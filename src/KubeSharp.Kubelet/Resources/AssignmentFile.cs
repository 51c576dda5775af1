using System.Collections.Immutable;
using System.Text.Json;
using KubeSharp.Machinery.Documents;
using Node = KubeSharp.Machinery.Documents.Node;

namespace KubeSharp.Kubelet.Resources;

/// <summary>Who has what for its own, by pod and container, in a file of upstream's form: cpu_manager_state, memory_manager_state. Calls one after the other.</summary>
/// <typeparam name="T">What one container has.</typeparam>
/// <param name="file">Its path.</param>
/// <param name="policy">Name of the policy, as the file says it.</param>
/// <param name="write">What a container has, as the file holds it.</param>
/// <param name="read">The same, back; throws FormatException where it is none.</param>
internal sealed class AssignmentFile<T>(string file, string policy, Func<T, Node> write, Func<Node, T> read)
{
    /// <summary>What it holds; nothing where it is not there or makes no sense: pods get their share anew then.</summary>
    public ImmutableDictionary<(string Pod, string Container), T> Read()
    {
        var nothing = ImmutableDictionary<(string Pod, string Container), T>.Empty;
        if (!File.Exists(file)) { return nothing; }
        try
        {
            var own = nothing.ToBuilder();
            foreach (var (pod, containers) in Node.Parse(File.ReadAllBytes(file)).At("entries") as ObjectNode ?? ObjectNode.Empty)
            {
                foreach (var (container, held) in containers as ObjectNode ?? ObjectNode.Empty) { own[(pod, container)] = read(held); }
            }
            return own.ToImmutable();
        }
        catch (Exception e) when (e is JsonException or FormatException or IOException or InvalidCastException or ArgumentException) { return nothing; }
    }

    /// <summary>Replaces what it holds, all at once.</summary>
    /// <param name="own">Who has what.</param>
    /// <param name="beside">Fields of the policy's own.</param>
    public void Write(ImmutableDictionary<(string Pod, string Container), T> own, params ReadOnlySpan<(string Name, Node? Value)> beside)
    {
        var (entries, all) = (new ObjectNode.Builder(), new ObjectNode.Builder());
        foreach (var pod in own.GroupBy(static o => o.Key.Pod)) { entries.Set(pod.Key, ObjectNode.Of([.. pod.Select(o => (o.Key.Container, (Node?)write(o.Value)))])); }
        all.Set("policyName", policy);
        foreach (var (name, value) in beside) { all.Set(name, value!); }
        all.Set("entries", entries.ToNode());
        KeptFile.Write(file, all.ToNode());
    }
}
