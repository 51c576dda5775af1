using KubeSharp.ApiServer.Configuration;
using KubeSharp.Machinery.Statuses;
using KubeSharp.Machinery.Tracing;

namespace KubeSharp.ApiServer.Tracing;

/// <summary>What --tracing-config-file names. Source: apiserver.config.k8s.io/v1 TracingConfiguration.</summary>
public static class TracingConfigurationFile
{
    /// <summary>Reads a file.</summary>
    /// <exception cref="FormatException">All that is wrong with it.</exception>
    public static TracingConfiguration Read(string yaml)
    {
        var document = ConfigurationDocument.Read(yaml, "TracingConfiguration", "v1", "v1beta1", "v1alpha1");
        var errors = new FieldErrors();
        ConfigurationDocument.CheckFields(document, null, errors, "kind", "apiVersion", "endpoint", "samplingRatePerMillion");
        var read = TracingConfiguration.Of(document, null, errors);
        ConfigurationDocument.ThrowIfAny(errors);
        return read;
    }
}
