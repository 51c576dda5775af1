using KubeSharp.Cli.Describing;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.Cli.Converting;

/// <summary>
/// Objects of versions that are served no more, in the version that took their place: with the defaults that the old one had and the new one has not.
/// Pure. Source: the deprecated API migration guide, and the API references of v1.15 to v1.25.
/// </summary>
internal static class OldForms
{
    private const string NoMatch = "pdb.kubernetes.io/deprecated-v1beta1-empty-selector-match";
    private static readonly string[] _templated = ["spec", "template", "metadata", "labels"];

    // Versions, kinds, what serves them now, and what changes; null: nothing but the name, so that the way back is open too.
    private static readonly (string Versions, string Kinds, string Now, Func<ObjectNode, string, ObjectNode>? Change)[] _table =
    [
        ("extensions/v1beta1 apps/v1beta1 apps/v1beta2", "Deployment", "apps/v1", Deployment),
        ("extensions/v1beta1 apps/v1beta2", "DaemonSet", "apps/v1", DaemonSet),
        ("extensions/v1beta1 apps/v1beta2", "ReplicaSet", "apps/v1", Selecting),
        ("apps/v1beta1 apps/v1beta2", "StatefulSet", "apps/v1", StatefulSet),
        ("apps/v1beta1 apps/v1beta2", "ControllerRevision", "apps/v1", null),
        ("extensions/v1beta1 networking.k8s.io/v1beta1", "Ingress", "networking.k8s.io/v1", static (o, _) => IngressForms.Renewed(o)),
        ("networking.k8s.io/v1beta1", "IngressClass", "networking.k8s.io/v1", null),
        ("extensions/v1beta1", "NetworkPolicy", "networking.k8s.io/v1", null),
        ("batch/v1beta1 batch/v2alpha1", "CronJob", "batch/v1", null),
        ("policy/v1beta1", "PodDisruptionBudget", "policy/v1", Budget),
        ("autoscaling/v2beta2", "HorizontalPodAutoscaler", "autoscaling/v2", null),
        ("autoscaling/v2beta1", "HorizontalPodAutoscaler", "autoscaling/v2", static (o, _) => AutoscalerForms.Renewed(o)),
        ("discovery.k8s.io/v1beta1", "EndpointSlice", "discovery.k8s.io/v1", Slice),
        ("rbac.authorization.k8s.io/v1alpha1 rbac.authorization.k8s.io/v1beta1", "Role ClusterRole RoleBinding ClusterRoleBinding", "rbac.authorization.k8s.io/v1", Subjects),
        ("scheduling.k8s.io/v1alpha1 scheduling.k8s.io/v1beta1", "PriorityClass", "scheduling.k8s.io/v1", null),
        ("storage.k8s.io/v1beta1", "StorageClass VolumeAttachment CSIDriver CSINode CSIStorageCapacity", "storage.k8s.io/v1", null),
        ("coordination.k8s.io/v1beta1", "Lease", "coordination.k8s.io/v1", null),
        ("node.k8s.io/v1beta1", "RuntimeClass", "node.k8s.io/v1", null),
        ("node.k8s.io/v1alpha1", "RuntimeClass", "node.k8s.io/v1", Runtime),
        ("certificates.k8s.io/v1beta1", "CertificateSigningRequest", "certificates.k8s.io/v1", static (o, _) => Filled(o, ["spec", "signerName"], "kubernetes.io/legacy-unknown")),
        ("admissionregistration.k8s.io/v1beta1", "MutatingWebhookConfiguration ValidatingWebhookConfiguration", "admissionregistration.k8s.io/v1", Webhooks),
        ("events.k8s.io/v1beta1", "Event", "events.k8s.io/v1", null),
        ("flowcontrol.apiserver.k8s.io/v1beta1 flowcontrol.apiserver.k8s.io/v1beta2 flowcontrol.apiserver.k8s.io/v1beta3", "FlowSchema", "flowcontrol.apiserver.k8s.io/v1", null),
        ("flowcontrol.apiserver.k8s.io/v1beta1 flowcontrol.apiserver.k8s.io/v1beta2", "PriorityLevelConfiguration", "flowcontrol.apiserver.k8s.io/v1", Shares),
        ("flowcontrol.apiserver.k8s.io/v1beta3", "PriorityLevelConfiguration", "flowcontrol.apiserver.k8s.io/v1", null),
    ];

    /// <summary>The object in the version that took its version's place; itself where its version is none of the old ones.</summary>
    public static ObjectNode Renewed(ObjectNode content)
    {
        var (version, kind) = (content.Text("apiVersion"), content.Text("kind"));
        var row = _table.FirstOrDefault(r => Has(r.Versions, version) && Has(r.Kinds, kind));
        return row.Now is null ? content : (row.Change?.Invoke(content, version) ?? content).Set("apiVersion", row.Now);
    }

    /// <summary>The version that serves what an old version held; null: the old one differs in more than its name, or there is none such.</summary>
    public static string? SameAs(string apiVersion, string kind) => _table.FirstOrDefault(r => r.Change is null && Has(r.Versions, apiVersion) && Has(r.Kinds, kind)).Now;

    private static bool Has(string words, string word) => words.Split(' ').Contains(word);

    private static ObjectNode Filled(ObjectNode content, string[] path, Node value) => content.At(path) is null or NullNode ? (ObjectNode)content.With(path, value) : content;

    // Before apps/v1beta2 a selector that was not given was that of the template's labels.
    private static ObjectNode Selecting(ObjectNode content, string version)
    {
        if (version == "apps/v1beta2" || content.At(_templated) is not ObjectNode { Count: > 0 } labels) { return content; }
        if (content.At("spec", "selector") is not ObjectNode { Count: > 0 }) { content = (ObjectNode)content.With(["spec", "selector"], ObjectNode.Of(("matchLabels", labels))); }
        return content.At("metadata", "labels") is ObjectNode { Count: > 0 } ? content : (ObjectNode)content.With(["metadata", "labels"], labels);
    }

    private static ObjectNode Deployment(ObjectNode content, string version)
    {
        content = Selecting(content, version);
        if (content.At("spec", "rollbackTo") is { } rollback)
        {
            content = (ObjectNode)content.With(["metadata", "annotations", "deprecated.deployment.rollback.to"], rollback.At("revision")?.ToString() ?? "0").With(["spec", "rollbackTo"], null);
        }
        if (version == "apps/v1beta2") { return content; }
        if (version == "apps/v1beta1") { return Filled(content, ["spec", "revisionHistoryLimit"], 2); }
        content = Filled(Filled(content, ["spec", "progressDeadlineSeconds"], int.MaxValue), ["spec", "revisionHistoryLimit"], int.MaxValue);
        if (content.Text("spec", "strategy", "type") is not ("" or "RollingUpdate")) { return content; }
        return Filled(Filled(content, ["spec", "strategy", "rollingUpdate", "maxSurge"], 1), ["spec", "strategy", "rollingUpdate", "maxUnavailable"], 1);
    }

    private static ObjectNode DaemonSet(ObjectNode content, string version)
    {
        content = Selecting(content, version);
        if (content.At("spec", "templateGeneration") is { } generation)
        {
            content = (ObjectNode)content.With(["metadata", "annotations", "deprecated.daemonset.template.generation"], generation.ToString()).With(["spec", "templateGeneration"], null);
        }
        return version == "apps/v1beta2" ? content : Filled(content, ["spec", "updateStrategy", "type"], "OnDelete");
    }

    private static ObjectNode StatefulSet(ObjectNode content, string version) => version == "apps/v1beta2" ? content : Filled(Selecting(content, version), ["spec", "updateStrategy", "type"], "OnDelete");

    // An empty selector selected no pod; now it selects every one.
    private static ObjectNode Budget(ObjectNode content, string version) => content.At("spec", "selector") is ObjectNode { Count: 0 }
        ? (ObjectNode)content.With(["spec", "selector"], ObjectNode.Of(("matchExpressions", ArrayNode.Of(ObjectNode.Of(("key", NoMatch), ("operator", "Exists")))))) : content;

    private static ObjectNode Slice(ObjectNode content, string version) => Each(content, ["endpoints"], static endpoint =>
    {
        if (endpoint["topology"] is not ObjectNode topology) { return endpoint; }
        endpoint = endpoint.Remove("topology");
        foreach (var (label, field) in new[] { ("kubernetes.io/hostname", "nodeName"), ("topology.kubernetes.io/zone", "zone") })
        {
            if (topology[label] is { } value) { (endpoint, topology) = (endpoint.Set(field, value), topology.Remove(label)); }
        }
        return topology.Count > 0 ? endpoint.Set("deprecatedTopology", topology) : endpoint;
    });

    private static ObjectNode Subjects(ObjectNode content, string version) => !version.EndsWith("v1alpha1", StringComparison.Ordinal) ? content : Each(content, ["subjects"], static subject =>
    {
        var of = subject.Text("apiVersion");
        subject = subject.Remove("apiVersion");
        if (subject["apiGroup"] is null && of.Contains('/', StringComparison.Ordinal)) { subject = subject.Set("apiGroup", of.Split('/')[0]); }
        // Everybody was a user of this name.
        return subject.Text("kind") == "User" && subject.Text("name") == "*" ? subject.Set("kind", "Group").Set("name", "system:authenticated") : subject;
    });

    private static ObjectNode Runtime(ObjectNode content, string version)
    {
        if (content["spec"] is not ObjectNode spec) { return content; }
        content = content.Remove("spec").Set("handler", spec["runtimeHandler"] ?? "");
        foreach (var field in new[] { "overhead", "scheduling" })
        {
            if (spec[field] is { } value) { content = content.Set(field, value); }
        }
        return content;
    }

    private static ObjectNode Webhooks(ObjectNode content, string version) => Each(content, ["webhooks"], static webhook =>
    {
        foreach (var (field, value) in new (string, Node)[] { ("failurePolicy", "Ignore"), ("matchPolicy", "Exact"), ("timeoutSeconds", 30), ("sideEffects", "Unknown"), ("admissionReviewVersions", ArrayNode.Of("v1beta1")) })
        {
            if (webhook[field] is null) { webhook = webhook.Set(field, value); }
        }
        return webhook;
    });

    private static ObjectNode Shares(ObjectNode content, string version) => content.At("spec", "limited", "assuredConcurrencyShares") is not { } shares ? content
        : (ObjectNode)content.With(["spec", "limited", "assuredConcurrencyShares"], null).With(["spec", "limited", "nominalConcurrencyShares"], shares);

    /// <summary>The object with each item of a list changed.</summary>
    public static ObjectNode Each(ObjectNode content, string[] path, Func<ObjectNode, ObjectNode> change) =>
        content.At(path) is ArrayNode items ? (ObjectNode)content.With(path, new ArrayNode([.. items.Select(i => i is ObjectNode item ? change(item) : i)])) : content;
}
