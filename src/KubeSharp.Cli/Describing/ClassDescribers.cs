using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using KubeSharp.Cli.Printing;
using KubeSharp.Cli.Resources;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.Cli.Describing;

/// <summary>kubectl describe of cluster-wide kinds: ingress classes, address ranges, volume attributes, CSI nodes, certificate requests.</summary>
internal static class ClassDescribers
{
    private static readonly (string Name, string Oid)[] _subjectParts =
        [("Organization", "2.5.4.10"), ("Organizational Unit", "2.5.4.11"), ("Country", "2.5.4.6"), ("Locality", "2.5.4.7"), ("Province", "2.5.4.8"), ("StreetAddress", "2.5.4.9"), ("PostalCode", "2.5.4.17")];

    /// <summary>Describes an ingress class.</summary>
    public static async Task IngressClassAsync(DescribeContext context)
    {
        var (sheet, c) = (context.Sheet, (Node)context.Object);
        sheet.Metadata(c, withNamespace: false);
        sheet.Field(0, "Controller", c.Text("spec", "controller"));
        if (c.At("spec", "parameters") is { } parameters)
        {
            sheet.Line(0, "Parameters:");
            if (parameters.Text("apiGroup") is { Length: > 0 } group) { sheet.Field(1, "APIGroup", group); }
            sheet.Field(1, "Kind", parameters.Text("kind")).Field(1, "Name", parameters.Text("name"));
        }
        await context.EventsAsync();
    }

    /// <summary>Describes a range of service addresses.</summary>
    public static async Task ServiceCidrAsync(DescribeContext context)
    {
        var (sheet, c) = (context.Sheet, (Node)context.Object);
        sheet.Metadata(c, withNamespace: false);
        sheet.Field(0, "CIDRs", string.Join(", ", c.Items("spec", "cidrs").Select(static x => x.Text())));
        var conditions = c.Items("status", "conditions").ToArray();
        if (conditions.Length > 0)
        {
            sheet.Line(0, "Status:").Line(0, "Conditions:").Line(1, "Type\tStatus\tLastTransitionTime\tReason\tMessage").Line(1, "----\t------\t------------------\t------\t-------");
            foreach (var x in conditions) { sheet.Line(1, $"{x.Text("type")}\t{x.Text("status")}\t{DescribeParts.Time(x.Text("lastTransitionTime"))}\t{x.Text("reason")}\t{x.Text("message")}"); }
        }
        await context.EventsAsync();
    }

    /// <summary>Describes an address of a service.</summary>
    public static async Task AddressAsync(DescribeContext context)
    {
        var (sheet, a) = (context.Sheet, (Node)context.Object);
        sheet.Metadata(a, withNamespace: false);
        var parent = a.At("spec", "parentRef");
        sheet.Line(0, "Parent Reference:").Field(1, "Group", parent.Text("group")).Field(1, "Resource", parent.Text("resource")).Field(1, "Namespace", parent.Text("namespace")).Field(1, "Name", parent.Text("name"));
        await context.EventsAsync();
    }

    /// <summary>Describes a class of volume attributes.</summary>
    public static async Task VolumeAttributesAsync(DescribeContext context)
    {
        var (sheet, c) = (context.Sheet, (Node)context.Object);
        sheet.Field(0, "Name", context.Item.Name).Field(0, "Annotations", Pairs(c.At("metadata", "annotations")));
        sheet.Field(0, "DriverName", c.Text("driverName")).Field(0, "Parameters", Pairs(c.At("parameters")));
        await context.EventsAsync();
    }

    /// <summary>Describes the volume drivers of a node.</summary>
    public static async Task CsiNodeAsync(DescribeContext context)
    {
        var (sheet, n) = (context.Sheet, (Node)context.Object);
        sheet.Metadata(n, withNamespace: false);
        sheet.Field(0, "CreationTimestamp", DescribeParts.Time(n.Text("metadata", "creationTimestamp"))).Line(0, "Spec:");
        if (n.At("spec", "drivers") is ArrayNode drivers)
        {
            sheet.Line(1, "Drivers:");
            foreach (var driver in drivers)
            {
                sheet.Line(2, $"{driver.Text("name")}:").Field(3, "Node ID", driver.Text("nodeID"));
                if (driver.At("allocatable", "count") is { } count) { sheet.Line(3, "Allocatables:").Field(4, "Count", count.Text()); }
                if (driver.At("topologyKeys") is ArrayNode keys) { sheet.Field(3, "Topology Keys", $"[{string.Join(' ', keys.Select(static k => k.Text()))}]"); }
            }
        }
        await context.EventsAsync();
    }

    /// <summary>Describes a certificate request.</summary>
    public static async Task RequestAsync(DescribeContext context)
    {
        var (sheet, r) = (context.Sheet, (Node)context.Object);
        sheet.Field(0, "Name", context.Item.Name).Field(0, "Labels", Pairs(r.At("metadata", "labels"))).Field(0, "Annotations", Pairs(r.At("metadata", "annotations")));
        sheet.Field(0, "CreationTimestamp", DescribeParts.Time(r.Text("metadata", "creationTimestamp"))).Field(0, "Requesting User", r.Text("spec", "username"));
        if (r.Text("spec", "signerName") is { Length: > 0 } signer) { sheet.Field(0, "Signer", signer); }
        if (r.At("spec", "expirationSeconds") is NumberNode seconds) { sheet.Field(0, "Requested Duration", Ages.Human(TimeSpan.FromSeconds(seconds.Integer))); }
        sheet.Field(0, "Status", RequestStatus(r)).Line(0, "Subject:");
        if (Parse(r.Text("spec", "request")) is { } request) { Subject(sheet, request); }
        await context.EventsAsync();
    }

    private static string RequestStatus(Node request)
    {
        string[] types = [.. request.Items("status", "conditions").Select(static c => c.Text("type"))];
        var status = types.Contains("Denied") ? "Denied" : types.Contains("Approved") ? "Approved" : "Pending";
        if (types.Contains("Failed")) { status += ",Failed"; }
        return request.Text("status", "certificate").Length > 0 ? $"{status},Issued" : status;
    }

    private static CertificateRequest? Parse(string base64)
    {
        try { return CertificateRequest.LoadSigningRequestPem(Encoding.ASCII.GetString(Convert.FromBase64String(base64)), HashAlgorithmName.SHA256, CertificateRequestLoadOptions.UnsafeLoadCertificateExtensions | CertificateRequestLoadOptions.SkipSignatureValidation); }
        catch (Exception e) when (e is FormatException or CryptographicException or ArgumentException) { return null; }
    }

    private static void Subject(Sheet sheet, CertificateRequest request)
    {
        var parts = request.SubjectName.EnumerateRelativeDistinguishedNames(reversed: false).Where(static p => !p.HasMultipleElements).Select(static p => (Oid: p.GetSingleElementType().Value, Value: p.GetSingleElementValue() ?? "")).ToArray();
        string[] Of(string oid) => [.. parts.Where(p => p.Oid == oid).Select(static p => p.Value)];
        sheet.Line(0, $"\tCommon Name:\t{string.Concat(Of("2.5.4.3"))}").Line(0, $"\tSerial Number:\t{string.Concat(Of("2.5.4.5"))}");
        foreach (var (name, oid) in _subjectParts) { Several(sheet, name, Of(oid)); }
        if (request.CertificateExtensions.OfType<X509SubjectAlternativeNameExtension>().FirstOrDefault() is not { } names) { return; }
        sheet.Line(0, "Subject Alternative Names:");
        Several(sheet, "DNS Names", [.. names.EnumerateDnsNames()]);
        Several(sheet, "IP Addresses", [.. names.EnumerateIPAddresses().Select(static a => a.ToString())]);
    }

    private static void Several(Sheet sheet, string name, IReadOnlyList<string> values)
    {
        for (var i = 0; i < values.Count; i++) { sheet.Line(0, i == 0 ? $"\t{name}:\t{values[0]}" : $"\t\t{values[i]}"); }
    }

    private static string Pairs(Node? map) => map is ObjectNode { Count: > 0 } fields ? Labels.Pairs(fields) : DescribeParts.None;
}
