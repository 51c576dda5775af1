using System.Text;
using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.Webhooks;

/// <summary>Parts of a file of the form of a kubeconfig.</summary>
internal static class KubeconfigFields
{
    /// <summary>What a list holds under a name; empty where it does not.</summary>
    public static ObjectNode Named(Node config, string list, string name, string what) => config.Items(list).FirstOrDefault(i => i.Text("name") == name).Object(what);

    /// <summary>PEM in place (FIELD-data) or in a file beside (FIELD); empty: neither.</summary>
    public static string Pem(ObjectNode value, string field, string folder)
    {
        if (value.Text(field + "-data") is { Length: > 0 } data) { return Encoding.UTF8.GetString(Convert.FromBase64String(data)); }
        return value.Text(field) is { Length: > 0 } file ? File.ReadAllText(Path.Combine(folder, file)) : "";
    }
}
