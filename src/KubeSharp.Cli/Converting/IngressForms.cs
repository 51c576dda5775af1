using KubeSharp.Cli.Describing;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.Cli.Converting;

/// <summary>Ingresses of extensions/v1beta1 and networking.k8s.io/v1beta1 as networking.k8s.io/v1 writes them. Pure. Source: the deprecated API migration guide.</summary>
internal static class IngressForms
{
    /// <summary>The ingress in its new form; apiVersion stays as it is.</summary>
    public static ObjectNode Renewed(ObjectNode ingress)
    {
        if (ingress.At("spec", "backend") is ObjectNode backend) { ingress = (ObjectNode)ingress.With(["spec", "backend"], null).With(["spec", "defaultBackend"], Backend(backend)); }
        return OldForms.Each(ingress, ["spec", "rules"], static rule => OldForms.Each(rule, ["http", "paths"], static path =>
        {
            if (path["backend"] is ObjectNode target) { path = path.Set("backend", Backend(target)); }
            return path.Text("pathType").Length > 0 ? path : path.Set("pathType", "ImplementationSpecific");
        }));
    }

    private static ObjectNode Backend(ObjectNode old)
    {
        var rest = old.Remove("serviceName").Remove("servicePort");
        if (rest.Count == old.Count) { return old; }
        var port = old["servicePort"] switch
        {
            StringNode name => ObjectNode.Of(("name", name)),
            NumberNode number => ObjectNode.Of(("number", number)),
            _ => ObjectNode.Empty,
        };
        return rest.Set("service", ObjectNode.Of(("name", old.Text("serviceName")), ("port", port)));
    }
}
