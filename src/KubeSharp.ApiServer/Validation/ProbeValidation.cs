using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.ApiServer.Validation;

/// <summary>Probes and lifecycle handlers. Source: Configure Liveness, Readiness and Startup Probes; Container Lifecycle Hooks.</summary>
public static class ProbeValidation
{
    /// <summary>A probe; <paramref name="name"/> is livenessProbe, readinessProbe or startupProbe.</summary>
    public static void Check(ObjectNode probe, string name, FieldPath path, FieldErrors errors)
    {
        Handler(probe, path, errors, "exec", "httpGet", "tcpSocket", "grpc");
        foreach (var field in (ReadOnlySpan<string>)["initialDelaySeconds", "timeoutSeconds", "periodSeconds", "successThreshold", "failureThreshold"])
        {
            if (probe.Number(field) is { } number and < 0) { errors.Invalid(path.Child(field), number, "must be greater than or equal to 0"); }
        }
        if (probe.Number("terminationGracePeriodSeconds") is { } grace)
        {
            if (name == "readinessProbe") { errors.Invalid(path.Child("terminationGracePeriodSeconds"), grace, "must not be set for readinessProbes"); }
            else if (grace <= 0) { errors.Invalid(path.Child("terminationGracePeriodSeconds"), grace, "must be greater than 0"); }
        }
        if (name != "readinessProbe" && probe.Number("successThreshold") is { } successes and not (0 or 1)) { errors.Invalid(path.Child("successThreshold"), successes, "must be 1"); }
    }

    /// <summary>postStart and preStop.</summary>
    public static void Lifecycle(ObjectNode lifecycle, FieldPath path, FieldErrors errors)
    {
        foreach (var hook in (ReadOnlySpan<string>)["postStart", "preStop"])
        {
            if (!lifecycle.Has(hook)) { continue; }
            Handler(lifecycle.Object(hook), path.Child(hook), errors, "exec", "httpGet", "tcpSocket", "sleep");
        }
    }

    private static void Handler(ObjectNode handler, FieldPath path, FieldErrors errors, params ReadOnlySpan<string> kinds)
    {
        var count = 0;
        foreach (var kind in kinds)
        {
            if (!handler.Has(kind)) { continue; }
            if (count++ > 0)
            {
                errors.Forbidden(path.Child(kind), "may not specify more than 1 handler type");
                continue;
            }
            Action(kind, handler.Object(kind), path.Child(kind), errors);
        }
        if (count == 0) { errors.Required(path, "must specify a handler type"); }
    }

    private static void Action(string kind, ObjectNode action, FieldPath path, FieldErrors errors)
    {
        switch (kind)
        {
            case "exec":
                if (action.Items("command").Count == 0) { errors.Required(path.Child("command")); }
                break;
            case "httpGet":
                if (action.Text("path").Length == 0) { errors.Required(path.Child("path")); }
                PortOrName(action["port"], path.Child("port"), errors);
                PodSpecValidation.OneOf(action, "scheme", path, errors, "HTTP", "HTTPS");
                var headers = action.Items("httpHeaders");
                for (var i = 0; i < headers.Count; i++)
                {
                    var name = headers[i].Text("name");
                    if (name.Length == 0 || name.Any(static c => !char.IsAsciiLetterOrDigit(c) && c is not '-' and not '_'))
                    {
                        errors.Invalid(path.Child("httpHeaders"), name, "a valid HTTP header must consist of alphanumeric characters or '-' (e.g. 'X-Header-Name', regex used for validation is '[-A-Za-z0-9]+')");
                    }
                }
                break;
            case "tcpSocket":
                PortOrName(action["port"], path.Child("port"), errors);
                break;
            case "grpc":
                Names.Check(Names.Port(action.Number("port") ?? 0), path.Child("port"), action.Number("port") ?? 0, errors);
                break;
            default:
                if (action.Number("seconds") is { } seconds and < 0) { errors.Invalid(path, seconds, "must be greater than 0 and less than terminationGracePeriodSeconds"); }
                break;
        }
    }

    /// <summary>A port by number or name.</summary>
    public static void PortOrName(Node? port, FieldPath path, FieldErrors errors)
    {
        if (port is StringNode name) { Names.Check(Names.PortName(name.Value), path, name, errors); }
        else { Names.Check(Names.Port((port as NumberNode)?.Integer ?? 0), path, port ?? 0, errors); }
    }
}
