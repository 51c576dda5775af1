using System.Formats.Asn1;
using System.Security.Cryptography.X509Certificates;

namespace KubeSharp.ApiServer.Authentication;

/// <summary>What a certificate, or a request for one, says of whom it is made out to.</summary>
public static class SubjectParts
{
    /// <summary>The type of a common name.</summary>
    public const string CommonName = "2.5.4.3";
    /// <summary>The type of an organization.</summary>
    public const string Organization = "2.5.4.10";

    /// <summary>All parts in their order, those that stand together as one too; what is no text is left out.</summary>
    public static IEnumerable<(string Type, string Value)> Of(X500DistinguishedName subject)
    {
        foreach (var names in subject.EnumerateRelativeDistinguishedNames(reversed: false))
        {
            var set = new AsnReader(names.RawData, AsnEncodingRules.DER).ReadSetOf(skipSortOrderValidation: true);
            while (set.HasData)
            {
                var part = set.ReadSequence();
                var type = part.ReadObjectIdentifier();
                if (Text(part) is { } value) { yield return (type, value); }
            }
        }
    }

    private static string? Text(AsnReader part)
    {
        if (part.PeekTag() is not { TagClass: TagClass.Universal } kind) { return null; }
        return (UniversalTagNumber)kind.TagValue is UniversalTagNumber.UTF8String or UniversalTagNumber.PrintableString or UniversalTagNumber.IA5String or UniversalTagNumber.T61String or UniversalTagNumber.BMPString or UniversalTagNumber.NumericString or UniversalTagNumber.VisibleString
            ? part.ReadCharacterString((UniversalTagNumber)kind.TagValue) : null;
    }
}
