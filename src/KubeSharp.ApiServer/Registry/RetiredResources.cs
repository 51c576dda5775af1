using KubeSharp.ApiServer.CustomResources;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.Registry;

/// <summary>
/// Resources that upstream served once and no longer does, for those who ask for them by option: pod security policies of extensions/v1beta1 and
/// policy/v1beta1. They are kept and given back as objects; nothing acts by them (pod security standards took their place in v1.25).
/// Source: PodSecurityPolicy, v1.24 of the documentation.
/// </summary>
internal static class RetiredResources
{
    /// <summary>The group/versions there are.</summary>
    public static readonly string[] Versions = ["extensions/v1beta1", "policy/v1beta1"];

    private const string Policies = "podsecuritypolicies";
    private const string Schema = """
        {"type":"object","required":["spec"],"properties":{"spec":{"type":"object","x-kubernetes-preserve-unknown-fields":true,"required":["fsGroup","runAsUser","seLinux","supplementalGroups"],"properties":{
        "privileged":{"type":"boolean"},"hostNetwork":{"type":"boolean"},"hostPID":{"type":"boolean"},"hostIPC":{"type":"boolean"},"readOnlyRootFilesystem":{"type":"boolean"},"allowPrivilegeEscalation":{"type":"boolean"},
        "volumes":{"type":"array","items":{"type":"string"}},"allowedCapabilities":{"type":"array","items":{"type":"string"}},
        "fsGroup":{"type":"object","x-kubernetes-preserve-unknown-fields":true,"required":["rule"],"properties":{"rule":{"type":"string","enum":["MayRunAs","MustRunAs","RunAsAny"]}}},
        "runAsUser":{"type":"object","x-kubernetes-preserve-unknown-fields":true,"required":["rule"],"properties":{"rule":{"type":"string","enum":["MustRunAs","MustRunAsNonRoot","RunAsAny"]}}},
        "seLinux":{"type":"object","x-kubernetes-preserve-unknown-fields":true,"required":["rule"],"properties":{"rule":{"type":"string","enum":["MustRunAs","RunAsAny"]}}},
        "supplementalGroups":{"type":"object","x-kubernetes-preserve-unknown-fields":true,"required":["rule"],"properties":{"rule":{"type":"string","enum":["MayRunAs","MustRunAs","RunAsAny"]}}}}}}}
        """;
    private static readonly (string Name, string Type, string Path)[] _columns =
    [
        ("Priv", "string", ".spec.privileged"), ("Caps", "string", ".spec.allowedCapabilities"), ("SELinux", "string", ".spec.seLinux.rule"), ("RunAsUser", "string", ".spec.runAsUser.rule"),
        ("FsGroup", "string", ".spec.fsGroup.rule"), ("SupGroup", "string", ".spec.supplementalGroups.rule"), ("ReadOnlyRootFs", "string", ".spec.readOnlyRootFilesystem"), ("Volumes", "string", ".spec.volumes"),
    ];

    /// <summary>The table with those of the given group/versions; others among them are passed over.</summary>
    public static ResourceTable Add(ResourceTable table, IEnumerable<string> versions) => versions.Where(Versions.Contains)
        .Aggregate(table, static (t, v) => v.Split('/') is [var group, var version] ? t.With(group, Policies, CustomResource.Define(Definition(group, version), NoConversion.Instance, CancellationToken.None)) : t);

    private static ObjectNode Definition(string group, string version)
    {
        var names = ObjectNode.Of(("plural", Policies), ("singular", "podsecuritypolicy"), ("kind", "PodSecurityPolicy"), ("listKind", "PodSecurityPolicyList"), ("shortNames", ArrayNode.Of("psp")));
        var columns = new ArrayNode([.. _columns.Select(static c => (Node)ObjectNode.Of(("name", c.Name), ("type", c.Type), ("jsonPath", c.Path)))]);
        return ObjectNode.Of(("metadata", ObjectNode.Of(("name", $"{Policies}.{group}"))),
            ("spec", ObjectNode.Of(("group", group), ("scope", "Cluster"), ("names", names), ("versions", ArrayNode.Of(ObjectNode.Of(
                ("name", version), ("served", true), ("storage", true), ("schema", ObjectNode.Of(("openAPIV3Schema", Node.Parse(Schema)))), ("additionalPrinterColumns", columns)))))),
            ("status", ObjectNode.Of(("acceptedNames", names), ("conditions", ArrayNode.Of(ObjectNode.Of(("type", "Established"), ("status", "True")))))));
    }
}
