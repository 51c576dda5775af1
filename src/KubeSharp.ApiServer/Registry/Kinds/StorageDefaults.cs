using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.Registry.Kinds;

/// <summary>Defaults of persistent volumes and claims. Pure. Source: Persistent Volumes.</summary>
public static class StorageDefaults
{
    /// <summary>A claim, or a template of one.</summary>
    public static ObjectNode Claim(ObjectNode claim) => claim.Make("spec", static spec => spec.Make("resources", static r => r).FillAbsent("volumeMode", "Filesystem"));

    /// <summary>A claim whose dataSource and dataSourceRef mirror each other, where only one is given and it names the claim's own namespace.</summary>
    public static ObjectNode WithSources(ObjectNode claim) => claim.Edit("spec", static spec =>
    {
        if (spec.Has("dataSource") && !spec.Has("dataSourceRef")) { spec = spec.Take("dataSourceRef", ObjectNode.Of(("dataSourceRef", spec["dataSource"]))); }
        else if (spec.Has("dataSourceRef") && !spec.Has("dataSource") && spec.Object("dataSourceRef").Text("namespace").Length == 0)
        {
            spec = spec.Set("dataSource", spec.Object("dataSourceRef").Remove("namespace"));
        }
        return spec;
    });

    /// <summary>A volume.</summary>
    public static ObjectNode Volume(ObjectNode volume) => volume.Make("spec", static spec => spec
        .Fill("persistentVolumeReclaimPolicy", "Retain").FillAbsent("volumeMode", "Filesystem")
        .Edit("hostPath", static v => v["type"] is null ? v.Set("type", "") : v));
}
