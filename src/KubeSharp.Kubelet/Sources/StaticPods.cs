using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using KubeSharp.Api;
using KubeSharp.Api.Core.V1;
using KubeSharp.Api.Meta.V1;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Serialization;
using Node = KubeSharp.Api.Core.V1.Node;

namespace KubeSharp.Kubelet.Sources;

/// <summary>Pods from manifests that the node itself has, and their mirrors at the API server. Source: Create static Pods. Pure.</summary>
public static class StaticPods
{
    /// <summary>Annotation of a pod that says where it came from.</summary>
    public const string SourceAnnotation = "kubernetes.io/config.source";
    /// <summary>Annotation of a mirror: uid of its static pod.</summary>
    public const string MirrorAnnotation = "kubernetes.io/config.mirror";
    private const string HashAnnotation = "kubernetes.io/config.hash", SeenAnnotation = "kubernetes.io/config.seen";
    internal const string FromFile = "file", FromAddress = "http";

    /// <summary>Whether the pod came from a manifest.</summary>
    public static bool IsStatic(Pod pod) => pod.Metadata.Annotations.Get(SourceAnnotation) is FromFile or FromAddress;

    /// <summary>Whether the pod is the mirror of one.</summary>
    public static bool IsMirror(Pod pod) => pod.Metadata.Annotations.ContainsKey(MirrorAnnotation);

    /// <summary>The uid under which a pod is known at the API server.</summary>
    internal static string MirrorUidOf(Pod pod) => pod.Metadata.Uid ?? "";

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
    /// <param name="text">A pod, or a list of pods where it is an address' answer.</param>
    /// <param name="place">The file or address that it is from.</param>
    /// <param name="source">What sort of place that is.</param>
    /// <param name="nodeName">The node.</param>
    /// <exception cref="FormatException">It is no pod.</exception>
    public static IReadOnlyList<Pod> Parse(string text, string place, string source, string nodeName)
    {
        var tree = Yaml.Read(text);
        if (source == FromAddress && tree.TextAt("kind") is "PodList" or "List") { return [.. (tree.At("items") as ArrayNode ?? ArrayNode.Empty).Select(i => Parse(i, i.ToString(), place, source, nodeName))]; }
        if (tree.TextAt("kind") != "Pod") { throw new FormatException($"kind \"{tree.TextAt("kind")}\" is not Pod"); }
        return [Parse(tree, text, place, source, nodeName)];
    }

    private static Pod Parse(Machinery.Documents.Node tree, string text, string place, string source, string nodeName)
    {
        Pod pod;
        try
        {
            var reader = new Utf8JsonReader(tree.ToUtf8());
            reader.Read();
            pod = Pod.Read(ref reader);
        }
        catch (JsonException e) { throw new FormatException(e.Message, e); }
        if (string.IsNullOrEmpty(pod.Metadata.Name)) { throw new FormatException("metadata.name: Required value"); }
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{nodeName}\0{place}\0{text}")).AsSpan(0, 16));
        return pod with
        {
            Metadata = pod.Metadata with
            {
                Name = $"{pod.Metadata.Name}-{nodeName.ToLowerInvariant()}",
                Namespace = string.IsNullOrEmpty(pod.Metadata.Namespace) ? "default" : pod.Metadata.Namespace,
                Uid = hash,
                Annotations = pod.Metadata.Annotations.Set(SourceAnnotation, source).Set(HashAnnotation, hash).Set(SeenAnnotation, hash),
            },
            Spec = Defaulted(pod.Spec) with { NodeName = nodeName },
            Status = PodStatus.Empty,
        };
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
