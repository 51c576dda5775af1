<?xml version="1.0" encoding="utf-8"?>
<!-- The documentation of the official client as plain text: a line "# Type" or "# Type.Property", then what it says. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:output method="text" encoding="utf-8"/>
  <xsl:template match="/">
    <xsl:for-each select="doc/members/member[starts-with(@name, 'T:k8s.Models.') or starts-with(@name, 'P:k8s.Models.')]">
      <xsl:value-of select="concat('&#10;# ', substring(@name, 14), '&#10;')"/>
      <xsl:value-of select="summary"/>
    </xsl:for-each>
  </xsl:template>
</xsl:stylesheet>
