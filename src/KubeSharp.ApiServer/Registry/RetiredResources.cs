using KubeSharp.ApiServer.CustomResources;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.Registry;

/// <summary>
/// Resources that upstream served once and no longer does, for those who ask for them by option: pod security policies of extensions/v1beta1 and
/// policy/v1beta1 (pod security standards took their place in v1.25). Both groups have the same objects; the admission
/// plug-in PodSecurityPolicy acts by them, and without it nothing does. Source: PodSecurityPolicy, v1.24 of the documentation.
/// </summary>
internal static class RetiredResources
{
    /// <summary>The group/versions there are.</summary>
    public static readonly string[] Versions = ["extensions/v1beta1", "policy/v1beta1"];

    /// <summary>The name under which they are stored, whichever group they are read and written in.</summary>
    public const string Stored = "podsecuritypolicies.policy";

    private const string Policies = "podsecuritypolicies";
    // Numbers of users, groups and ports: both ends of a range are within.
    private const string Ranges = """{"type":"array","items":{"type":"object","required":["min","max"],"properties":{"min":{"type":"integer","format":"int64","minimum":0},"max":{"type":"integer","format":"int64","minimum":0}},"x-kubernetes-validations":[{"rule":"self.min <= self.max","message":"min cannot be greater than max"}]}}""";
    private const string Texts = """{"type":"array","items":{"type":"string"}}""";
    private const string Schema = """
        {"type":"object","required":["spec"],"properties":{"spec":{"type":"object","required":["fsGroup","runAsUser","seLinux","supplementalGroups"],"properties":{
        "privileged":{"type":"boolean"},"hostNetwork":{"type":"boolean"},"hostPID":{"type":"boolean"},"hostIPC":{"type":"boolean"},"readOnlyRootFilesystem":{"type":"boolean"},"allowPrivilegeEscalation":{"type":"boolean"},
        "defaultAllowPrivilegeEscalation":{"type":"boolean"},"hostPorts":RANGES,"volumes":TEXTS,"allowedCapabilities":TEXTS,"defaultAddCapabilities":TEXTS,"requiredDropCapabilities":TEXTS,
        "allowedUnsafeSysctls":TEXTS,"forbiddenSysctls":TEXTS,"allowedProcMountTypes":TEXTS,
        "allowedHostPaths":{"type":"array","items":{"type":"object","properties":{"pathPrefix":{"type":"string"},"readOnly":{"type":"boolean"}}}},
        "allowedFlexVolumes":{"type":"array","items":{"type":"object","required":["driver"],"properties":{"driver":{"type":"string"}}}},
        "allowedCSIDrivers":{"type":"array","items":{"type":"object","required":["name"],"properties":{"name":{"type":"string"}}}},
        "runtimeClass":{"type":"object","required":["allowedRuntimeClassNames"],"properties":{"allowedRuntimeClassNames":TEXTS,"defaultRuntimeClassName":{"type":"string"}}},
        "fsGroup":{"type":"object","required":["rule"],"properties":{"rule":{"type":"string","enum":["MayRunAs","MustRunAs","RunAsAny"]},"ranges":RANGES}},
        "runAsUser":{"type":"object","required":["rule"],"properties":{"rule":{"type":"string","enum":["MustRunAs","MustRunAsNonRoot","RunAsAny"]},"ranges":RANGES}},
        "runAsGroup":{"type":"object","required":["rule"],"properties":{"rule":{"type":"string","enum":["MayRunAs","MustRunAs","RunAsAny"]},"ranges":RANGES}},
        "seLinux":{"type":"object","required":["rule"],"properties":{"rule":{"type":"string","enum":["MustRunAs","RunAsAny"]},"seLinuxOptions":{"type":"object","properties":{"level":{"type":"string"},"role":{"type":"string"},"type":{"type":"string"},"user":{"type":"string"}}}}},
        "supplementalGroups":{"type":"object","required":["rule"],"properties":{"rule":{"type":"string","enum":["MayRunAs","MustRunAs","RunAsAny"]},"ranges":RANGES}}}}}}
        """;
    private static readonly (string Name, string Type, string Path)[] _columns =
    [
        ("Priv", "string", ".spec.privileged"), ("Caps", "string", ".spec.allowedCapabilities"), ("SELinux", "string", ".spec.seLinux.rule"), ("RunAsUser", "string", ".spec.runAsUser.rule"),
        ("FsGroup", "string", ".spec.fsGroup.rule"), ("SupGroup", "string", ".spec.supplementalGroups.rule"), ("ReadOnlyRootFs", "string", ".spec.readOnlyRootFilesystem"), ("Volumes", "string", ".spec.volumes"),
    ];

    /// <summary>The table with those of the given group/versions; others among them are passed over.</summary>
    public static ResourceTable Add(ResourceTable table, IEnumerable<string> versions, CelMetrics metrics) => versions.Where(Versions.Contains)
        .Aggregate(table, (t, v) => v.Split('/') is [var group, var version] ? t.With(group, Policies, CustomResource.Define(Definition(group, version), NoConversion.Instance, metrics, CancellationToken.None, Stored)) : t);

    private static ObjectNode Definition(string group, string version)
    {
        var names = ObjectNode.Of(("plural", Policies), ("singular", "podsecuritypolicy"), ("kind", "PodSecurityPolicy"), ("listKind", "PodSecurityPolicyList"), ("shortNames", ArrayNode.Of("psp")));
        var columns = new ArrayNode([.. _columns.Select(static c => (Node)ObjectNode.Of(("name", c.Name), ("type", c.Type), ("jsonPath", c.Path)))]);
        return ObjectNode.Of(("metadata", ObjectNode.Of(("name", $"{Policies}.{group}"))),
            ("spec", ObjectNode.Of(("group", group), ("scope", "Cluster"), ("names", names), ("versions", ArrayNode.Of(ObjectNode.Of(
                ("name", version), ("served", true), ("storage", true), ("schema", ObjectNode.Of(("openAPIV3Schema", Node.Parse(Schema.Replace("RANGES", Ranges, StringComparison.Ordinal).Replace("TEXTS", Texts, StringComparison.Ordinal))))), ("additionalPrinterColumns", columns)))))),
            ("status", ObjectNode.Of(("acceptedNames", names), ("conditions", ArrayNode.Of(ObjectNode.Of(("type", "Established"), ("status", "True")))))));
    }
}
