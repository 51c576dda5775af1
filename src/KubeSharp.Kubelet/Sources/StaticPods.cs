using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using KubeSharp.Api;
using KubeSharp.Api.Core.V1;
using KubeSharp.Api.Meta.V1;
using KubeSharp.Machinery.Serialization;
using Microsoft.Extensions.Logging;

namespace KubeSharp.Kubelet.Sources;

/// <summary>Pods from manifests in a folder of the node, and their mirrors at the API server. Source: Create static Pods.</summary>
public sealed class StaticPods(string folder, string nodeName, ILogger logger)
{
    /// <summary>Annotation of a pod that says where it came from.</summary>
    public const string SourceAnnotation = "kubernetes.io/config.source";
    /// <summary>Annotation of a mirror: uid of its static pod.</summary>
    public const string MirrorAnnotation = "kubernetes.io/config.mirror";
    private const string HashAnnotation = "kubernetes.io/config.hash", SeenAnnotation = "kubernetes.io/config.seen";
    private const int ManifestMaxBytes = 10 << 20;

    private readonly Dictionary<string, (DateTime Written, long Length, Pod? Pod)> _files = new(StringComparer.Ordinal);

    /// <summary>Whether the pod came from a file.</summary>
    public static bool IsStatic(Pod pod) => pod.Metadata.Annotations.Get(SourceAnnotation) == "file";

    /// <summary>Whether the pod is the mirror of one.</summary>
    public static bool IsMirror(Pod pod) => pod.Metadata.Annotations.ContainsKey(MirrorAnnotation);

    /// <summary>The uid under which a pod is known at the API server.</summary>
    internal static string MirrorUidOf(Pod pod) => pod.Metadata.Uid ?? "";

    /// <summary>The pods of the folder as it is now. A manifest that cannot be read is logged and left out; it keeps what it said before.</summary>
    public IReadOnlyList<Pod> Read()
    {
        if (!Directory.Exists(folder)) { return []; }
        var there = new HashSet<string>(StringComparer.Ordinal);
        foreach (var path in Directory.EnumerateFiles(folder).Where(static p => !Path.GetFileName(p).StartsWith('.')))
        {
            there.Add(path);
            var file = new FileInfo(path);
            if (_files.TryGetValue(path, out var known) && known.Written == file.LastWriteTimeUtc && known.Length == file.Length) { continue; }
            _files[path] = (file.LastWriteTimeUtc, file.Length, Read(file) ?? known.Pod);
        }
        foreach (var path in _files.Keys.Where(p => !there.Contains(p)).ToList()) { _files.Remove(path); }
        return [.. _files.Values.Select(static f => f.Pod).OfType<Pod>()];
    }

    /// <summary>The pod that stands for a static one at the API server; it belongs to its node.</summary>
    /// <param name="pod">The static pod.</param>
    /// <param name="node">Its node as the API server has it; null: not registered.</param>
    public static Pod MirrorOf(Pod pod, Node? node) => pod with
    {
        Metadata = pod.Metadata with
        {
            Uid = null,
            ResourceVersion = null,
            CreationTimestamp = null,
            Annotations = pod.Metadata.Annotations.Set(MirrorAnnotation, pod.Metadata.Uid ?? ""),
            OwnerReferences = node?.Metadata.Uid is { } uid ? [new OwnerReference { ApiVersion = "v1", Kind = "Node", Name = node.Metadata.Name ?? "", Uid = uid, Controller = true }] : [],
        },
        Status = PodStatus.Empty,
    };

    /// <summary>Reads a manifest.</summary>
    /// <exception cref="FormatException">It is no pod.</exception>
    public static Pod Parse(string text, string path, string nodeName)
    {
        var tree = Yaml.Read(text);
        if (tree.TextAt("kind") != "Pod") { throw new FormatException($"kind \"{tree.TextAt("kind")}\" is not Pod"); }
        Pod pod;
        try
        {
            var reader = new Utf8JsonReader(tree.ToUtf8());
            reader.Read();
            pod = Pod.Read(ref reader);
        }
        catch (JsonException e) { throw new FormatException(e.Message, e); }
        if (string.IsNullOrEmpty(pod.Metadata.Name)) { throw new FormatException("metadata.name: Required value"); }
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{nodeName}\0{path}\0{text}")).AsSpan(0, 16));
        return pod with
        {
            Metadata = pod.Metadata with
            {
                Name = $"{pod.Metadata.Name}-{nodeName.ToLowerInvariant()}",
                Namespace = string.IsNullOrEmpty(pod.Metadata.Namespace) ? "default" : pod.Metadata.Namespace,
                Uid = hash,
                Annotations = pod.Metadata.Annotations.Set(SourceAnnotation, "file").Set(HashAnnotation, hash).Set(SeenAnnotation, hash),
            },
            Spec = Defaulted(pod.Spec) with { NodeName = nodeName },
            Status = PodStatus.Empty,
        };
    }

    private Pod? Read(FileInfo file)
    {
        try
        {
            if (file.Length > ManifestMaxBytes) { throw new FormatException($"larger than {ManifestMaxBytes} bytes"); }
            return Parse(File.ReadAllText(file.FullName), file.FullName, nodeName);
        }
        catch (Exception e) when (e is FormatException or IOException or UnauthorizedAccessException)
        {
            logger.LogWarning("static pod manifest {Path} is left out: {Cause}", file.FullName, e.Message);
            return null;
        }
    }

    // What a server would have filled in and the agent relies on. Static pods run whatever taints the node bears.
    private static PodSpec Defaulted(PodSpec spec) => spec with
    {
        RestartPolicy = spec.RestartPolicy ?? "Always",
        DnsPolicy = spec.DnsPolicy ?? "ClusterFirst",
        EnableServiceLinks = spec.EnableServiceLinks ?? true,
        TerminationGracePeriodSeconds = spec.TerminationGracePeriodSeconds ?? 30,
        AutomountServiceAccountToken = false,
        Tolerations = spec.Tolerations.Any(static t => t.Operator == "Exists" && string.IsNullOrEmpty(t.Key)) ? spec.Tolerations : spec.Tolerations.Add(new Toleration { Operator = "Exists", Effect = "NoExecute" }),
    };
}
