using KubeSharp.Api;
using KubeSharp.Cli.Describing;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Patching;

namespace KubeSharp.Cli.Debugging;

/// <summary>The pods and containers of debugging sessions. Pure.</summary>
internal static class DebugPlan
{
    /// <summary>The lists of a pod's containers.</summary>
    public static readonly string[] Lists = ["containers", "initContainers", "ephemeralContainers"];

    /// <summary>An ephemeral container for a pod that runs.</summary>
    public static ObjectNode Ephemeral(DebugOptions options, string name)
    {
        var container = DebugProfiles.Restrict(New(options, name), options.Profile, DebugTarget.RunningPod);
        return Customized(options.Target.Length > 0 ? container.Set("targetContainerName", options.Target) : container, options);
    }

    /// <summary>A pod in the namespaces of a node, with the node's files below /host where the profile says so.</summary>
    public static ObjectNode OnNode(DebugOptions options, string node, string podName, string container)
    {
        var spec = ObjectNode.Of(("nodeName", node), ("restartPolicy", "Never"), ("tolerations", ArrayNode.Of(ObjectNode.Of(("operator", "Exists")))));
        var made = DebugProfiles.Restrict(New(options, container), options.Profile, DebugTarget.Node);
        if (DebugProfiles.MountsRoot(options.Profile))
        {
            made = made.Set("volumeMounts", ArrayNode.Of(ObjectNode.Of(("name", "host-root"), ("mountPath", "/host"))));
            spec = spec.Set("volumes", ArrayNode.Of(ObjectNode.Of(("name", "host-root"), ("hostPath", ObjectNode.Of(("path", "/"))))));
        }
        if (DebugProfiles.JoinsNode(options.Profile)) { spec = spec.Set("hostNetwork", true).Set("hostPID", true).Set("hostIPC", true); }
        return ObjectNode.Of(("apiVersion", "v1"), ("kind", "Pod"), ("metadata", ObjectNode.Of(("name", podName), ("labels", ObjectNode.Of(("app.kubernetes.io/managed-by", "kubectl-debug"))))),
            ("spec", spec.Set("containers", ArrayNode.Of(Customized(made, options)))));
    }

    /// <summary>A copy of a pod with a container more, or with containers changed.</summary>
    /// <param name="name">The container that is added or changed; empty: only images are changed.</param>
    public static ObjectNode Copy(DebugOptions options, ObjectNode pod, string name)
    {
        var (metadata, spec) = (pod.At("metadata")!, (ObjectNode)pod.At("spec")!);
        spec = spec.Remove("ephemeralContainers");
        if (options.SharesProcesses is { } shares) { spec = spec.Set("shareProcessNamespace", shares); }
        if (!options.IsOnSameNode) { spec = spec.Remove("nodeName"); }
        spec = spec.Set("containers", new ArrayNode([.. spec.Items("containers").Select(c => WithImage((ObjectNode)c, options))]));
        if (name.Length == 0) { return Whole(spec, metadata.At("labels"), metadata.At("annotations")); }
        spec = WithContainer(spec, name, c => Customized(DebugProfiles.Restrict(Changed(c, options), options.Profile, DebugTarget.Copy), options));
        var isLegacy = options.Profile == "legacy";
        if (!isLegacy)
        {
            spec = WithoutProbes(spec, options);
            if (spec["shareProcessNamespace"] is null) { spec = spec.Set("shareProcessNamespace", true); }
        }
        return Whole(spec, !isLegacy && options.Kept.Contains("labels") ? metadata.At("labels") : null, isLegacy || options.Kept.Contains("annotations") ? metadata.At("annotations") : null);

        ObjectNode Whole(ObjectNode copied, Node? labels, Node? annotations) => ObjectNode.Of(("apiVersion", "v1"), ("kind", "Pod"),
            ("metadata", ObjectNode.Of(("name", options.CopyTo), ("namespace", metadata.Text("namespace")), ("labels", labels), ("annotations", annotations))), ("spec", copied));
    }

    /// <summary>Whether the profile's capabilities do nothing because the pod runs as another user than root.</summary>
    public static bool IsPowerless(Node pod, Node container) => pod.Number("spec", "securityContext", "runAsUser") != 0
        && !(container.At("securityContext", "runAsUser") is NumberNode { Integer: 0 })
        && (container.At("securityContext", "privileged") is BooleanNode { Value: true } || container.Items("securityContext", "capabilities", "add").Any());

    private static ObjectNode New(DebugOptions options, string name) => ObjectNode.Of(("name", name), ("image", options.Image), (options.IsArguments ? "args" : "command", options.Words.Count > 0 ? options.Words : null),
        ("env", options.Environment), ("imagePullPolicy", options.PullPolicy.Length > 0 ? options.PullPolicy : null), ("stdin", options.WithInput ? true : null), ("tty", options.WithTerminal ? true : null),
        ("terminationMessagePolicy", "File"), ("resources", ObjectNode.Empty));

    private static ObjectNode Changed(ObjectNode container, DebugOptions options)
    {
        if (options.Words.Count > 0) { container = options.IsArguments ? container.Set("args", options.Words) : container.Set("command", options.Words).Remove("args"); }
        if (options.Environment is { } environment) { container = container.Set("env", environment); }
        if (options.Image.Length > 0) { container = container.Set("image", options.Image); }
        if (options.PullPolicy.Length > 0) { container = container.Set("imagePullPolicy", options.PullPolicy); }
        container = options.WithInput ? container.Set("stdin", true) : container.Remove("stdin");
        return options.WithTerminal ? container.Set("tty", true) : container.Remove("tty");
    }

    // The container of a name in any list; where there is none, one more.
    private static ObjectNode WithContainer(ObjectNode spec, string name, Func<ObjectNode, ObjectNode> change)
    {
        foreach (var list in Lists)
        {
            if (spec[list] is not ArrayNode items) { continue; }
            for (var i = 0; i < items.Count; i++)
            {
                if (items[i].Text("name") == name) { return spec.Set(list, items.SetItem(i, change((ObjectNode)items[i]))); }
            }
        }
        var added = change(ObjectNode.Of(("name", name), ("terminationMessagePolicy", "File"), ("resources", ObjectNode.Empty)));
        return spec.Set("containers", (spec["containers"] as ArrayNode ?? ArrayNode.Empty).Add(added));
    }

    private static ObjectNode WithoutProbes(ObjectNode spec, DebugOptions options)
    {
        string[] removed = [.. new[] { "liveness", "readiness", "startup" }.Where(p => !options.Kept.Contains(p)).Select(static p => p + "Probe")];
        spec = spec.Set("containers", new ArrayNode([.. spec.Items("containers").Select(c => removed.Aggregate((ObjectNode)c, static (o, p) => o.Remove(p)))]));
        return options.Kept.Contains("init-containers") ? spec : spec.Remove("initContainers");
    }

    private static ObjectNode WithImage(ObjectNode container, DebugOptions options) =>
        options.Images.TryGetValue(container.Text("name"), out var own) || options.Images.TryGetValue("*", out own) ? container.Set("image", own) : container;

    private static ObjectNode Customized(ObjectNode container, DebugOptions options) =>
        options.Custom is null ? container : (ObjectNode)StrategicMergePatch.Apply(container, options.Custom, ApiSchemas.Find("io.k8s.api.core.v1.Container")!);
}
